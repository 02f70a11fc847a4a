package ixon

import (
	"errors"
	"testing"
	"time"
)

func TestFilters(t *testing.T) {
	at := time.Date(2026, 5, 6, 7, 8, 9, 999_999_999, time.FixedZone("", 7200))
	made := func(f Filter, err error) Filter {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
		return f
	}
	for want, got := range map[Filter]Filter{
		`eq(publicId,"aB3dE5fG7hJ9")`:            made(Eq("publicId", "aB3dE5fG7hJ9")),
		`in(emailAddress,"a@b.c","d'e@f.g")`:     made(In("emailAddress", "a@b.c", "d'e@f.g")),
		`contains(name,"Zoë, (x)")`:              made(Contains("name", "Zoë, (x)")),
		`eq(isCompanyGroup,true)`:                Is("isCompanyGroup", true),
		`isnull(agent)`:                          IsNull("agent"),
		`isnotnull(role)`:                        IsNotNull("role"),
		`gt(lastSeenOn,"2026-05-06T05:08:09Z")`:  Gt("lastSeenOn", at),
		`gte(lastSeenOn,"2026-05-06T05:08:09Z")`: Gte("lastSeenOn", at),
		`lt(lastSeenOn,"2026-05-06T05:08:09Z")`:  Lt("lastSeenOn", at),
		`lte(lastSeenOn,"2026-05-06T05:08:09Z")`: Lte("lastSeenOn", at),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestUnfilterableValues(t *testing.T) {
	for _, value := range []string{`a"b`, `a\b`, "a\nb", "a\x00", "a\u0085", "\xff"} {
		if f, err := Eq("name", value); !errors.Is(err, ErrUnfilterable) {
			t.Errorf("%q gave %s", value, f)
		}
		if f, err := In("name", "fine", value); !errors.Is(err, ErrUnfilterable) {
			t.Errorf("%q gave %s", value, f)
		}
	}
	if f, err := In("name"); !errors.Is(err, ErrUnfilterable) {
		t.Errorf("no values gave %s", f)
	}
}
