"""The words of groups, posts and those who fill them."""

from tracker.vocabulary.words import Word


class GroupKind(Word):
    """What a group is for."""

    ACTION_GROUP = "action_group"
    TASK_AND_FINISH_GROUP = "task_and_finish_group"
    WORKING_GROUP = "working_group"
    MEMBER_GROUP = "member_group"
    SHADOW_BOARD = "shadow_board"

    @property
    def label(self) -> str:
        return "Task-and-finish group" if self is self.TASK_AND_FINISH_GROUP else super().label


# These answer one stated aim, and end when it is reached.
TEMPORARY = frozenset({GroupKind.TASK_AND_FINISH_GROUP})
# These speak for members: nobody chairs them here, and who is in them is recorded nowhere.
UNLED = frozenset({GroupKind.MEMBER_GROUP})


class GroupState(Word):
    """Where a group is in its life."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    CLOSING = "closing"
    CLOSED = "closed"
    STOPPED = "stopped"


# A group in one of these has ended: nothing leads out of it.
ENDED = frozenset({GroupState.CLOSED, GroupState.STOPPED})


class GroupRole(Word):
    """What somebody is in a group. One of them may be its chair."""

    CHAIR = "chair"
    DEPUTY_CHAIR = "deputy_chair"
    SECRETARY = "secretary"
    MEMBER = "member"


class PostKind(Word):
    """What a post is for. It exists whether or not somebody holds it."""

    CHAMPION = "champion"
    LEAD = "lead"
    HEAD_OF_PROFESSION = "hosep"
    HR_CONTACT = "hr_contact"
    CHIEF_SCIENTIFIC_ADVISER = "csa"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _POST_KIND_LABELS.get(self, super().label)


_POST_KIND_LABELS = {
    PostKind.HEAD_OF_PROFESSION: "Head of Science and Engineering Profession",
    PostKind.HR_CONTACT: "HR contact",
    PostKind.CHIEF_SCIENTIFIC_ADVISER: "Chief scientific adviser",
}


class Strand(Word):
    """What a champion speaks for."""

    LEARNING_AND_DEVELOPMENT = "learning_and_development"
    LGBTQ = "lgbtq"
    GENDER = "gender"
    CULTURAL_DIVERSITY = "cultural_diversity"
    SOCIAL_MOBILITY = "social_mobility"
    DISABILITY = "disability"

    @property
    def label(self) -> str:
        return "LGBTQ+" if self is self.LGBTQ else super().label
