package parse

import (
	"errors"
	"strings"
	"testing"
)

func TestText(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{"a": true, "äöü": true, "äöüß": false, "": false, "  ": false} {
		if got, err := Text(3)(text); (err == nil) != ok || (ok && got != text) {
			t.Errorf("Text(3)(%q) = %q, %v", text, got, err)
		}
	}
}

func TestChoice(t *testing.T) {
	t.Parallel()
	if got, err := Choice("big", "small")("small"); err != nil || got != "small" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := Choice("big", "small")("Small"); err == nil || !strings.Contains(err.Error(), "big, small") {
		t.Errorf("got %v", err)
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{"de": true, "zz": true, "DE": false, "deu": false, "d": false, "": false, "d1": false, "ü": false} {
		if _, err := Language(text); (err == nil) != ok {
			t.Errorf("Language(%q): %v", text, err)
		}
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"1": 1, "64": 64} {
		if got, err := Count(1)(text); err != nil || got != want {
			t.Errorf("Count(1)(%q) = %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"0", "-1", "1.5", "x", "", "99999999999999999999"} {
		if got, err := Count(1)(text); err == nil {
			t.Errorf("Count(1)(%q) = %d", text, got)
		}
	}
}

func TestChecked(t *testing.T) {
	t.Parallel()
	wrong := errors.New("wrong")
	check := Checked(func(text string) error {
		if text == "x" {
			return wrong
		}
		return nil
	})
	if got, err := check("a"); got != "a" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := check("x"); !errors.Is(err, wrong) {
		t.Errorf("got %v", err)
	}
	if got, err := Any(""); got != "" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}
