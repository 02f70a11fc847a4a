package intrexx

import (
	"net/http"
	"strings"
	"testing"
)

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

func TestFileName(t *testing.T) {
	for header, want := range map[string]string{
		`attachment; filename="diagnosis.zip"`:            "diagnosis.zip",
		`attachment; filename=diagnosis.zip`:              "diagnosis.zip",
		`attachment; filename*=UTF-8''%C3%BCbung%20.zip`:  "übung .zip",
		`attachment; filename="../../etc/passwd"`:         "passwd",
		`attachment; filename="C:\temp\d.zip"`:            "d.zip",
		`attachment; filename="/abs/d.zip"`:               "d.zip",
		`attachment; filename*=UTF-8''..%2F..%2Fd.zip`:    "d.zip",
		`attachment; filename=".bashrc"`:                  "bashrc",
		`attachment; filename="..."`:                      "",
		`attachment; filename=".."`:                       "",
		`attachment; filename="d.zip/"`:                   "",
		`attachment; filename*=UTF-8''a%0Ab%1B%E2%80%AEc`: "abc",
		`attachment; filename="a:b|c?.zip"`:               "a_b_c_.zip",
		`attachment; filename=" d.zip . "`:                "d.zip",
		`attachment; filename=""`:                         "",
		`attachment`:                                      "",
		`attachment; filename="a"; filename="b"`:          "",
		``:                                                "",
	} {
		if got := FileName(http.Header{"Content-Disposition": {header}}); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	long := FileName(http.Header{"Content-Disposition": {`attachment; filename="` + strings.Repeat("ü", 300) + `.zip"`}})
	if len(long) > 200 || !strings.HasSuffix(long, "ü.zip") {
		t.Errorf("%d bytes: %q", len(long), long)
	}
}
