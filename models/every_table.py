"""Every table there is, for whoever needs them all: migrations, exports, tests."""

from models.appraisal.achievements import UnitAchievement
from models.appraisal.coaching import CoachingAnswer, CoachingSession
from models.appraisal.context import UnitFigure
from models.appraisal.dialogues import Dialogue, DialogueStep
from models.appraisal.evaluation_answers import EvaluationAnswer
from models.appraisal.evaluation_steps import EvaluationStep
from models.appraisal.evaluations import Evaluation
from models.appraisal.expectations import SpecialExpectation
from models.appraisal.feedback import Feedback, FeedbackAnswer
from models.appraisal.plans import Indicator, PlanVersion, WorkPlan, WorkResult
from models.appraisal.progress import ProgressEntry
from models.appraisal.rating_sheets import RatingSheet
from models.base import Base
from models.machine import Brake, Incoming, Lease, Trace
from models.notices.notices import Notice
from models.people.audit import AuditEntry
from models.people.chats import Chat
from models.people.employees import Employee
from models.people.errands import Errand
from models.people.imports import Import
from models.people.invitations import Invitation, WrongTry
from models.people.postings import Posting
from models.people.preferences import Preferences
from models.people.rectifications import Rectification, RectificationAnswer
from models.people.superior_questions import SuperiorQuestion
from models.people.units import Unit
from models.retention import Retention
from models.work.absences import Absence
from models.work.activities import Activity
from models.work.corrections import Correction, CorrectionAnswer
from models.work.decisions import Decision
from models.work.duties import Duty
from models.work.evidence import Evidence
from models.work.files import File
from models.work.holidays import Holiday, OpenedYear
from models.work.link_changes import LinkChange
from models.work.nudges import Nudge
from models.work.reports import Report
from models.work.revisions import Revision
from models.work.shifts import Shift
from models.work.stand_ins import StandIn
from models.work.tips import Tips

__all__ = [
    "Absence",
    "Activity",
    "AuditEntry",
    "Base",
    "Brake",
    "Chat",
    "CoachingAnswer",
    "CoachingSession",
    "Correction",
    "CorrectionAnswer",
    "Decision",
    "Dialogue",
    "DialogueStep",
    "Duty",
    "Employee",
    "Errand",
    "Evaluation",
    "EvaluationAnswer",
    "EvaluationStep",
    "Evidence",
    "Feedback",
    "FeedbackAnswer",
    "File",
    "Holiday",
    "Import",
    "Incoming",
    "Indicator",
    "Invitation",
    "Lease",
    "LinkChange",
    "Notice",
    "Nudge",
    "OpenedYear",
    "PlanVersion",
    "Posting",
    "Preferences",
    "ProgressEntry",
    "RatingSheet",
    "Rectification",
    "RectificationAnswer",
    "Report",
    "Retention",
    "Revision",
    "Shift",
    "SpecialExpectation",
    "StandIn",
    "SuperiorQuestion",
    "Tips",
    "Trace",
    "Unit",
    "UnitAchievement",
    "UnitFigure",
    "WorkPlan",
    "WorkResult",
    "WrongTry",
]
