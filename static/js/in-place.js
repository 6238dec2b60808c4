// The last page of a login inside a dialog: tells the page around it that the session lives again.

if (window.parent !== window) window.parent.postMessage("session-restored", window.location.origin);
