"""Who exists: organisations through time, people, and the posts people hold."""
