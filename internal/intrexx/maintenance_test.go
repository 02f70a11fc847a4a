package intrexx

import "testing"

func TestZipMagic(t *testing.T) {
	for head, want := range map[string]bool{
		"PK\x03\x04 more": true, "PK\x05\x06": true, "PK\x07\x08": true,
		"": false, "PK": false, "PK\x03": false, "PK\x01\x02": false, `{"error":1}`: false, "<html>": false, " PK\x03\x04": false,
	} {
		if ZipMagic([]byte(head)) != want {
			t.Errorf("%q: %v", head, !want)
		}
	}
}
