"""People in the CMS: superusers manage them there, with our one name field; editors have their settings.

Wagtail's own forms ask for a first and a last name, which Indonesian names often do not have, and for passwords,
which here only their owners set.
"""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, NameEmailSettingsPanel
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from .models import User


class _PersonFormMixin(forms.ModelForm):
    """Fields that Wagtail declares and our person does not have are taken out again."""

    def save(self, commit: bool = True) -> User:
        if not self.instance.pk:
            self.instance.set_unusable_password()
        return super().save(commit)


class PersonCreationForm(_PersonFormMixin, UserCreationForm):
    first_name = last_name = None
    name = forms.CharField(label=_("Name"), max_length=150)

    class Meta(UserCreationForm.Meta):
        fields = ["name", "email", "is_superuser", "groups"]


class PersonEditForm(_PersonFormMixin, UserEditForm):
    first_name = last_name = None
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), required=False)

    class Meta(UserEditForm.Meta):
        fields = ["name", "email", "is_active", "is_superuser", "groups"]

    def clean_email(self) -> str | None:
        return (self.cleaned_data["email"] or "").lower() or None


class PersonCreateView(CreateView):
    template_name = "people/cms_users/create.html"


class PersonEditView(EditView):
    template_name = "people/cms_users/edit.html"


class PersonViewSet(UserViewSet):
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    create_template_name = PersonCreateView.template_name
    edit_template_name = PersonEditView.template_name

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PersonEditForm if for_update else PersonCreationForm


class SettingsView(AccountView):
    """An editor's settings of the CMS, without the name: that comes with the roster."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]
