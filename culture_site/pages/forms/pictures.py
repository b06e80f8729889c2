"""Pictures that editors upload: what cannot be read is a sentence at the field, never an error page."""

from io import BytesIO
from typing import Any

import willow
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtail.images.models import Image

SMALL = (64, 64)


class PictureField(WagtailImageField):
    """Wagtail's field, which looks at the head of a file; this one reads all of it, as the pages will."""

    def to_python(self, data: Any) -> Any:
        try:
            file = super().to_python(data)
            if file is not None:
                self._decode(file)
        except ValidationError:
            raise
        # Decoders raise whatever they like: OSError, SyntaxError, struct.error, MemoryError, zlib.error and others.
        except Exception as error:
            raise ValidationError(
                _("This picture cannot be read. Open it in a picture program, save it anew and upload that."),
                code="invalid_image",
            ) from error
        return file

    @staticmethod
    def _decode(file: Any) -> None:
        """Go the way of a rendition: turn upright, shrink, write as WebP."""
        file.seek(0)
        picture = willow.Image.open(BytesIO(file.read()))
        picture.auto_orient().resize(SMALL).save_as_webp(BytesIO())
        file.seek(0)


class PictureForm(BaseImageForm):
    """The form behind every way of uploading a picture."""

    file = PictureField(
        label=capfirst(Image._meta.get_field("file").verbose_name), widget=BaseImageForm.Meta.widgets["file"]
    )
