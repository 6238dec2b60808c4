"""Help as the questions people ask, by kind of work; each answer is a few sentences and a page to go to."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Question:
    anchor: str
    question: object
    answer: object


@dataclass(frozen=True)
class QuestionGroup:
    label: object
    questions: tuple[Question, ...]


QUESTIONS = (
    QuestionGroup(
        _("For officers"),
        (
            Question(
                "import",
                _("How do I bring in a list from Excel?"),
                _(
                    "Open the campaign and choose Import from Excel. The program finds the header under the "
                    "letterhead and shows which column it takes for what; put that right where it is wrong. "
                    "The preview shows every row that cannot be taken, with its reason. Nothing is saved before "
                    "you confirm, and the same file brought in twice adds nothing."
                ),
            ),
            Question(
                "wrong-rows",
                _("What happens to the rows that are wrong?"),
                _(
                    "The good rows may go in at once. The others come back to you as the same workbook with a "
                    "column of remarks: correct them there and bring the file in again."
                ),
            ),
            Question(
                "print",
                _("How do I print the certificates?"),
                _(
                    "When the decision is issued, the certificates are made in the background. Its page shows how "
                    "many are done; then download one file for printing, a ZIP, or a single certificate."
                ),
            ),
            Question(
                "mistake",
                _("A certificate has a mistake in it. What now?"),
                _(
                    "Open the certificate and issue it anew with the reason. The old code keeps answering and says "
                    "that it was replaced; an issued file is never changed."
                ),
            ),
        ),
    ),
    QuestionGroup(
        _("For members of the board"),
        (
            Question(
                "verdict",
                _("How do I give my verdict on a dossier?"),
                _(
                    "Open Board. Each dossier stands beside its checks; choose agree, disagree, defer or recuse, "
                    "give the reason where you do not agree, and go on with Save and next."
                ),
            ),
            Question(
                "conflict",
                _("Why do I not see every dossier?"),
                _(
                    "A member who is the nominee, or belongs to the nominee's unit, sees nothing of that dossier: "
                    "no line, no count, no mail."
                ),
            ),
        ),
    ),
    QuestionGroup(
        _("For clusters and blocks"),
        (
            Question(
                "pledge",
                _("How does the head of a member sign the pledge?"),
                _(
                    "Open the task on the desk, read the text as it is frozen, tick the one sentence and enter the "
                    "password or a one-time code again. Who signs on paper has the scan entered by the officer of "
                    "the member. The last signature seals the file; Check a file says whether a copy is intact."
                ),
            ),
            Question(
                "pledge-mistake",
                _("The signed pledge has a mistake in it. What now?"),
                _(
                    "A signed pledge is never changed. Draft an addendum: old and new stand side by side, and it "
                    "holds once every member has signed it."
                ),
            ),
            Question(
                "score",
                _("What is the difference between an empty score and 0?"),
                _(
                    "Empty means nobody has said anything yet, and the card cannot be submitted. 0 is a score: "
                    "the criterion was not met. Each of the four columns is kept; none writes over another."
                ),
            ),
            Question(
                "dispute",
                _("We read a criterion otherwise. What can we do?"),
                _(
                    "Raise a dispute on the page of the season: the clause, how you read it, your figures. All "
                    "members see both readings side by side. The ruling has a number and holds for every member."
                ),
            ),
            Question(
                "election",
                _("Who can see how our member voted?"),
                _(
                    "Nobody. The paper is sealed as it is put in, lies in no order, and only tellers together open "
                    "the box. Until the count the screens show only how many papers are in."
                ),
            ),
            Question(
                "tellers",
                _("How do the tellers open the box?"),
                _(
                    "Two of them come together at one screen and each types the own secret, chosen before the vote "
                    "was opened. If no two secrets are left, the vote is annulled and held again."
                ),
            ),
        ),
    ),
    QuestionGroup(
        _("For everybody"),
        (
            Question(
                "disabled",
                _("Why can I not press a button?"),
                _(
                    "The reason stands beside it. What you may do follows from the posts you hold today; if a post "
                    "is missing, tell the administrator of your organisation."
                ),
            ),
            Question(
                "search",
                _("How do I search?"),
                _(
                    "Write without accents if you like: song hau finds Sông Hậu. Units are found by every name they "
                    "ever had, decisions by their number."
                ),
            ),
            Question(
                "lost",
                _("My login ran out while I was typing. Is the text lost?"),
                _("No. Log in again where the page asks you to; what you typed is still there."),
            ),
            Question(
                "verify",
                _("How does a reader check that a certificate is genuine?"),
                _(
                    "By the QR code on it, or by typing its code on the page Check a certificate. The answer says in "
                    "words whether it is valid, replaced, revoked or unknown."
                ),
            ),
        ),
    ),
)
