package output

import (
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
	"github.com/google/go-cmp/cmp"
)

func TestShrinkCutsTheWidestFirst(t *testing.T) {
	for name, tt := range map[string]struct {
		widths []int
		id     int
		room   int
		want   []int
	}{
		"all fit":                  {[]int{5, 40, 30}, -1, 75, []int{5, 40, 30}},
		"the widest alone":         {[]int{5, 40, 30}, -1, 70, []int{5, 35, 30}},
		"the two widest":           {[]int{5, 40, 30}, -1, 46, []int{5, 21, 20}},
		"not below the floor":      {[]int{3, 20, 20}, -1, 4, []int{3, narrowest, narrowest}},
		"short columns stay whole": {[]int{5, 9, 40}, -1, 10, []int{5, 9, narrowest}},
	} {
		got := shrink(tt.widths, look{id: tt.id}.floors(tt.widths, narrowest), tt.room)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestWhatPeopleReadStaysWhole(t *testing.T) {
	const id, address = "0123456789abcdef01234567", "frank.de.boer@example.com"
	for name, tt := range map[string]struct {
		width int
		other string
		want  string
	}{
		"all fits": {60, address, "createdAt                  user_name\n" + address + "  " + id + "\n"},
		"the id is cut before an address": {40, address,
			"createdAt                  user_name\n" + address + "  0123456789ab…\n"},
		"advice goes on below": {40, "renew it with unictl auth login, or put a new one there",
			"createdAt                      user_na…\n" +
				"renew it with unictl auth      0123456…\nlogin, or put a new one there\n"},
		"a word that is too long is cut": {20, address, "createdAt   user_na…\nfrank.de.…  0123456…\n"},
	} {
		cols, rows := pairsOf(tt.other, id)
		cols[1].ID = true
		o := terminal(Table)
		o.Width = tt.width
		if diff := cmp.Diff(tt.want, written(t, o, cols, rows)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestWideTableIsNeverCut(t *testing.T) {
	cols, rows := pairsOf("a", strings.Repeat("long ", 20)+"end")
	o := terminal(Wide)
	o.Width = 30
	if got := written(t, o, cols, rows); !strings.Contains(got, "long end\n") {
		t.Errorf("cut:\n%s", got)
	}
}

// No line is wider than the screen, down to what seven columns need at least.
func TestNarrowScreens(t *testing.T) {
	var cols []Column
	cells := []string{
		"7LhQ2mYdWc4R", "Maren Solberg", "maren.solberg@example.com", "user", "Administrator @ Northwind Machines, Viewer @ Plant Lyon",
		"開発部の田中さん", "2026-12-01T10:00:00Z",
	}
	for i, name := range []string{"publicId", "name", "emailAddress", "type", "memberships", "note", "registeredOn"} {
		cols = append(cols, Column{Name: name, ID: i == 0, Cell: func(any) any { return cells[i] }})
	}
	for _, width := range []int{80, 60, 40, 38} {
		o := terminal(Table)
		o.Width = width
		for line := range strings.Lines(written(t, o, cols, []Row{{}, {}})) {
			if got := displaywidth.String(strings.TrimSuffix(line, "\n")); got > width {
				t.Errorf("a line of %d columns on a screen of %d:\n%s", got, width, line)
			}
		}
	}
}
