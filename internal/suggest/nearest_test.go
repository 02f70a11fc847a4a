package suggest

import "testing"

func TestNearest(t *testing.T) {
	t.Parallel()
	roles := []string{"Engineer", "Viewer", "Operator", "Admin"}
	for _, c := range []struct {
		name, word string
		candidates []string
		want       string
	}{
		{"a letter missing", "Enginer", roles, "Engineer"},
		{"a letter too many", "Viewwer", roles, "Viewer"},
		{"another letter", "Operatar", roles, "Operator"},
		{"neighbours swapped count once", "Amdin", roles, "Admin"},
		{"case is nothing", "ADMIN", roles, "Admin"},
		{"too far", "Plumber", roles, ""},
		{"two of three letters", "foo", []string{"iot"}, ""},
		{"one of four letters", "nope", []string{"role", "none"}, "none"},
		{"two of four letters", "nope", []string{"role"}, ""},
		{"two of five letters", "rxlxs", []string{"roles"}, "roles"},
		{"three of five letters", "rxxxs", []string{"roles"}, ""},
		{"half of a short word", "abcd", []string{"wxyz"}, ""},
		{"nothing in common", "ab", []string{"cd"}, ""},
		{"one letter has no neighbours", "a", []string{"b"}, ""},
		{"the first letter and another one", "export", []string{"import"}, ""},
		{"the first letter alone", "lmport", []string{"import"}, "import"},
		{"nothing to compare with", "abcdef", []string{""}, ""},
		{"empty", "", []string{"a"}, ""},
		{"no candidates", "a", nil, ""},
		{"the nearest wins", "uesr", []string{"usage", "users", "user"}, "user"},
		{"the first of equals", "bat", []string{"cat", "hat"}, "cat"},
		{"three in a long word", "service-acount-lists", []string{"service-accounts-list"}, "service-accounts-list"},
		{"three in a short word", "acunst", []string{"accounts"}, ""},
		{"three in a name", "frank.de.boer@example.com", []string{"bram.de.boer@example.com"}, ""},
		{"addresses share their end", "ada@example.com", []string{"bob@example.com"}, ""},
		{"a slip in an address", "adda@example.com", []string{"bob@example.com", "ada@example.com"}, "ada@example.com"},
		{"letters, not bytes", "Żółć", []string{"Żółw"}, "Żółw"},
		{"letters of two bytes are one edit each", "éèà", []string{"abc"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := Nearest(c.word, c.candidates); got != c.want {
				t.Errorf("Nearest(%q) = %q, want %q", c.word, got, c.want)
			}
		})
	}
}

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "abc", 3}, {"abc", "", 3}, {"kitten", "sitting", 3}, {"ab", "ba", 1}, {"abcd", "acbd", 1}, {"same", "same", 0}} {
		if got := distance([]rune(c.a), []rune(c.b)); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
