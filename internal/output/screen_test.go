package output

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestShrinkCutsTheWidestFirst(t *testing.T) {
	for name, tt := range map[string]struct {
		widths []int
		id     int
		room   int
		want   []int
	}{
		"all fit":                     {[]int{5, 40, 30}, -1, 75, []int{5, 40, 30}},
		"the widest alone":            {[]int{5, 40, 30}, -1, 70, []int{5, 35, 30}},
		"the two widest":              {[]int{5, 40, 30}, -1, 46, []int{5, 21, 20}},
		"not below the floor":         {[]int{3, 20, 20}, -1, 4, []int{3, narrowest, narrowest}},
		"short columns stay whole":    {[]int{11, 12, 40}, -1, 10, []int{11, 12, narrowest}},
		"the ids stay whole":          {[]int{24, 30, 40}, 0, 60, []int{24, 18, 18}},
		"wider ids than all the rest": {[]int{40, 20, 20}, 0, 50, []int{40, narrowest, narrowest}},
		"what is left goes to others": {[]int{24, 30, 40}, 0, 61, []int{24, 19, 18}},
	} {
		got := shrink(tt.widths, look{id: tt.id}.floors(tt.widths), tt.room)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestIDsAreNeverCut(t *testing.T) {
	const id = "0123456789abcdef01234567"
	cols, rows := pairsOf(strings.Repeat("long ", 20), id)
	cols[1].ID = true
	o := terminal(Table)
	o.Width = 30
	want := "createdAt     user_name\nlong long l…  " + id + "\n"
	if diff := cmp.Diff(want, written(t, o, cols, rows)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
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
