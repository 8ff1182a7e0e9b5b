"""What the dossier brings to the house."""

from datetime import timedelta

from erp.dossier.attachments import models as attachments
from erp.dossier.attachments.forget_removed import forget_removed
from erp.dossier.notes import models as notes
from erp.dossier.records.views import bp as records
from erp.kernel.assembly import Schedule
from erp.kernel.module import Module, Permission

EVERYBODY = ("branch_staff", "warehouse", "buyer", "sales", "credit", "accountant", "controller")

DOSSIER = Module(
    name="dossier",
    models=(notes, attachments),
    blueprints=(records,),
    permissions=(
        Permission("dossier.record.view", "Read notes and open attachments of what one may see", EVERYBODY),
        Permission("dossier.note.write", "Write notes on what one may see", EVERYBODY),
        Permission("dossier.attachment.add", "Attach files to what one may see, and remove one's own", EVERYBODY),
        Permission("dossier.attachment.remove", "Remove attachments of others", ("controller",)),
    ),
    schedules=(Schedule("forget removed files", timedelta(days=1), forget_removed),),
)
