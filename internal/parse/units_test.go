package parse

import "testing"

func TestUnits(t *testing.T) {
	for _, tt := range []struct {
		parse func(string) (int, error)
		text  string
		want  int // -1 = refused
	}{
		{Seconds, "1800", 1800}, {Seconds, "30m", 1800}, {Seconds, "1h30m", 5400}, {Seconds, "0", 0},
		{Seconds, "-1", -1}, {Seconds, "1.5s", -1}, {Seconds, "soon", -1}, {Seconds, "", -1}, {Seconds, "-5m", -1}, {Seconds, "99999999999", -1},
		{Megabytes, "512", 512}, {Megabytes, "512MB", 512}, {Megabytes, "4GB", 4096}, {Megabytes, "4 GiB", 4096}, {Megabytes, "2g", 2048},
		{Megabytes, "4TB", -1}, {Megabytes, "GB", -1}, {Megabytes, "-1", -1}, {Megabytes, "1.5GB", -1}, {Megabytes, "1gm", -1},
		{Port, "4242", 4242}, {Port, "0", -1}, {Port, "65536", -1}, {Port, "http", -1},
	} {
		got, err := tt.parse(tt.text)
		if (err != nil) != (tt.want < 0) || err == nil && got != tt.want {
			t.Errorf("%q: got %d, %v; want %d", tt.text, got, err, tt.want)
		}
	}
}

func TestWebAddress(t *testing.T) {
	for text, good := range map[string]bool{
		"https://portal.example.org": true, "http://localhost:1337/x": true,
		"portal.example.org": false, "ftp://x": false, "https://": false, "https://u:p@h": false, "https://h/?q=1": false, "": false,
	} {
		if _, err := WebAddress(text); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestBool(t *testing.T) {
	for text, want := range map[string]bool{"true": true, "false": false} {
		if got, err := Bool(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	if _, err := Bool("yes"); err == nil {
		t.Error("yes is taken")
	}
}
