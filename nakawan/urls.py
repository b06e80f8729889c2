from django.urls import URLPattern, path

from .views import (
    afterwards,
    answering,
    applying,
    formats,
    helpers,
    hub,
    milestones,
    plans,
    proposals,
    selection,
    targets,
    terms,
)

app_name = "nakawan"
urlpatterns: list[URLPattern] = [
    path("nakawan/", hub.HubView.as_view(), name="hub"),
    path("nakawan/thanks/", hub.ThanksView.as_view(), name="thanks"),
    path("nakawan/target/", targets.TeamTargetView.as_view(), name="team-target"),
    path("nakawan/apply/", applying.ApplicationView.as_view(), name="application"),
    path("nakawan/apply/withdraw/", applying.WithdrawView.as_view(), name="application-withdraw"),
    path("nakawan/activities/<uuid:uuid>/take-over/", hub.TakeOverView.as_view(), name="take-over"),
    path("nakawan/terms/<int:pk>/end/", terms.EndView.as_view(), name="term-end"),
    path("nakawan/terms/<int:pk>/go-on/", terms.GoOnView.as_view(), name="term-go-on"),
    path("team/calls/", selection.CallListView.as_view(), name="call-list"),
    path("team/calls/new/", selection.CallCreateView.as_view(), name="call-new"),
    path("team/calls/<int:pk>/", selection.CallEditView.as_view(), name="call-edit"),
    path("team/calls/<int:pk>/seats/", selection.CallSeatsView.as_view(), name="call-seats"),
    path("team/selection/<int:pk>/", selection.BoardView.as_view(), name="selection"),
    path("team/selection/<int:pk>/letters/", selection.AnnounceView.as_view(), name="selection-announce"),
    path(
        "team/selection/applications/<uuid:uuid>/",
        selection.DecideView.as_view(),
        name="application-decide",
    ),
    path("nakawan/ideas/", formats.FormatListView.as_view(), name="format-list"),
    path("nakawan/activities/", proposals.ProposalListView.as_view(), name="proposal-list"),
    path("nakawan/activities/new/", proposals.ProposalNewView.as_view(), name="proposal-new"),
    path("nakawan/activities/<uuid:uuid>/", proposals.ProposalDetailView.as_view(), name="proposal-detail"),
    path("nakawan/activities/<uuid:uuid>/edit/", proposals.ProposalEditView.as_view(), name="proposal-edit"),
    path(
        "nakawan/activities/<uuid:uuid>/withdraw/",
        proposals.ProposalWithdrawView.as_view(),
        name="proposal-withdraw",
    ),
    path(
        "nakawan/activities/<uuid:uuid>/answer/",
        answering.ProposalAnswerView.as_view(),
        name="proposal-answer",
    ),
    path(
        "nakawan/activities/<uuid:uuid>/helpers/", helpers.WantHelpersView.as_view(), name="proposal-helpers"
    ),
    path("nakawan/activities/<uuid:uuid>/help/", helpers.HelpView.as_view(), name="proposal-help"),
    path(
        "nakawan/activities/<uuid:uuid>/help/back/",
        helpers.StopHelpingView.as_view(),
        name="proposal-help-back",
    ),
    path("nakawan/activities/<uuid:uuid>/close/", afterwards.CloseView.as_view(), name="proposal-close"),
    path("team/proposals/", answering.ProposalQueueView.as_view(), name="proposal-queue"),
    path("team/nakawan/", terms.TermListView.as_view(), name="term-list"),
    path("team/nakawan/<int:pk>/renew/", terms.RenewView.as_view(), name="term-renew"),
    path("nakawan/plans/", plans.PlanListView.as_view(), name="plan-list"),
    path("nakawan/plans/new/<int:wave>/<int:office>/", plans.PlanNewView.as_view(), name="plan-new"),
    path("nakawan/plans/<uuid:uuid>/", plans.PlanDetailView.as_view(), name="plan-detail"),
    path("nakawan/plans/<uuid:uuid>/edit/", plans.PlanEditView.as_view(), name="plan-edit"),
    path("nakawan/plans/<uuid:uuid>/take-over/", plans.PlanTakeOverView.as_view(), name="plan-take-over"),
    path("nakawan/plans/<uuid:uuid>/stop/", plans.PlanStopView.as_view(), name="plan-stop"),
    path("nakawan/plans/<uuid:uuid>/steps/", milestones.MilestoneNewView.as_view(), name="milestone-new"),
    path(
        "nakawan/plans/<uuid:uuid>/steps/<int:pk>/",
        milestones.MilestoneEditView.as_view(),
        name="milestone-edit",
    ),
    path(
        "nakawan/plans/<uuid:uuid>/steps/<int:pk>/done/",
        milestones.MilestoneTickView.as_view(),
        name="milestone-tick",
    ),
    path(
        "nakawan/plans/<uuid:uuid>/steps/<int:pk>/remove/",
        milestones.MilestoneRemoveView.as_view(),
        name="milestone-remove",
    ),
]
