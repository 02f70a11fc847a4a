package ixon

import (
	"context"
	"errors"
	"iter"
	"strings"
	"time"

	"unictl/internal/rest"
)

// GroupsOf lists groups; without devices, those that stand for one device are
// left out by the service, and those of assets by the caller.
func (c *Client) GroupsOf(ctx context.Context, devices bool) iter.Seq2[rest.Item[Group], error] {
	var filters []Filter
	if !devices {
		filters = append(filters, IsNull("agent"))
	}
	all, _ := c.Groups(ctx, filters...)
	return all
}

// MembershipsOf lists memberships of a user, of an invitation, in a group, each
// by publicId and "" for any. Invitations are named by their addresses; the JSON
// as received stays as it was.
func (c *Client) MembershipsOf(ctx context.Context, user, invite, group string) iter.Seq2[rest.Item[Membership], error] {
	return c.addressed(ctx, c.MembershipsWith(ctx, user, invite, group))
}

// MembershipsWith lists memberships of a user, of an invitation, in a group, each
// by publicId and "" for any.
func (c *Client) MembershipsWith(ctx context.Context, user, invite, group string) iter.Seq2[rest.Item[Membership], error] {
	var filters []Filter
	for _, condition := range [...]struct{ column, id string }{
		{"user.publicId", user}, {"invite.publicId", invite}, {"group.publicId", group},
	} {
		if condition.id == "" {
			continue
		}
		filter, err := Eq(condition.column, condition.id)
		if err != nil {
			return failedList[Membership](err)
		}
		filters = append(filters, filter)
	}
	all, _ := c.Memberships(ctx, filters...)
	return all
}

func failedList[T any](err error) iter.Seq2[rest.Item[T], error] {
	return func(yield func(rest.Item[T], error) bool) { yield(rest.Item[T]{}, err) }
}

// PatchMembership makes a patch of what is given: "" and the zero time leave a
// property as it is, never clears the expiry.
func PatchMembership(group, role string, expires time.Time, never bool) MembershipPatch {
	patch := MembershipPatch{Group: To(group)}
	if role != "" {
		patch.Role = Set(To(role))
	}
	if never {
		patch.ExpiresOn = Clear[Timestamp]()
	} else if !expires.IsZero() {
		patch.ExpiresOn = Set(At(expires))
	}
	return patch
}

// DescribeMembership puts a membership into one line.
func (c *Client) DescribeMembership(ctx context.Context, id string) (string, error) {
	item, err := c.Membership(id).Do(ctx)
	if err != nil {
		return "", err
	}
	holder := item.Value.User
	if holder == nil {
		holder = item.Value.Invite
	}
	return id + ": " + holder.Label() + " is " + item.Value.String(), nil
}

// DescribeReplacement shows what a user has now and would have then.
func (c *Client) DescribeReplacement(ctx context.Context, userID string, after []string) (string, error) {
	user, err := c.User(userID).Do(ctx)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("now:\n")
	for _, m := range user.Value.Memberships {
		b.WriteString("  - " + m.String() + "\n")
	}
	b.WriteString("then:\n")
	for _, text := range after {
		b.WriteString("  + " + text + "\n")
	}
	return b.String(), nil
}

// String is "Engineer @ Plant 3 until 2026-12-31T00:00:00Z".
func (m Membership) String() string {
	text := m.Role.Label() + " @ " + m.Group.Label()
	if m.ExpiresOn != nil {
		text += " until " + formatTime(*m.ExpiresOn)
	}
	return text
}

// AuditActions are the kinds of entries of the audit log (§6.8).
func AuditActions() []string { return []string{"CREATE", "UPDATE", "DELETE", "TRIGGER"} }

// AuditLogsOf lists entries since a time (zero = all) and of one action ("" =
// any).
func (c *Client) AuditLogsOf(ctx context.Context, since time.Time, action string) iter.Seq2[rest.Item[AuditLog], error] {
	var filters []Filter
	if !since.IsZero() {
		filters = append(filters, Gte("time", since))
	}
	if action != "" {
		filter, err := Eq("action", action)
		if err != nil && !errors.Is(err, ErrUnfilterable) {
			return failedList[AuditLog](err)
		}
		if err == nil {
			filters = append(filters, filter)
		}
	}
	all, _ := c.AuditLogs(ctx, filters...)
	return all
}
