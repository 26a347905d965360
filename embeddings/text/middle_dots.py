"""The dot between the parts of a name, in every form in which it is printed."""

MIDDLE_DOTS = "·•・･‧∙⋅⸱．"
"""As in 古丽娜尔·依米提."""
