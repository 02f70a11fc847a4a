package cli

import (
	"os"
	"path/filepath"
	"testing"
)

// Where a file cannot go is known before anything is asked for.
func TestPlacesThatAreRefused(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, text(report1))
	there := writeText(t, folder, "there", "of old")
	if err := os.Mkdir(filepath.Join(folder, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, "x.part"), 0o700); err != nil {
		t.Fatal(err)
	}
	locked := writeText(t, folder, "locked", "of old")
	if err := os.Chmod(locked, 0o400); err != nil {
		t.Fatal(err)
	}
	for path, find := range map[string]string{
		filepath.Join(folder, "sub"):        "err:is a folder",
		filepath.Join(folder, "no", "file"): "err:hint: name a file in a folder you can write to",
		filepath.Join(there, "file"):        "err:FILE: " + there,
		there:                               "err:hint: name another file, or add --overwrite",
		locked + " --overwrite":             "err:is read-only",
		filepath.Join(folder, "x"):          "err:x.part",
	} {
		b.want(2, "works fetch "+path, "err:FILE: ", find, "out!RPT")
	}
	if calls := b.service.calls(); len(calls) > 0 {
		t.Errorf("calls were made: %q", calls)
	}
	if text, err := os.ReadFile(there); err != nil || string(text) != "of old" {
		t.Errorf("what was there holds %q, %v", text, err)
	}
}

// What is left of an earlier run, even open to all, does no harm.
func TestAPartOfAnEarlierDownload(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, text(report1))
	part := writeText(t, folder, "r.part", "much longer than the report is, and of old")
	if err := os.Chmod(part, 0o666); err != nil {
		t.Fatal(err)
	}
	b.want(0, "works fetch "+filepath.Join(folder, "r"))
	holds(t, folder, map[string]string{"r": report1})
}

// Whatever ends it before it begins, no part stays.
func TestNothingStaysOfADownloadThatDidNotBegin(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, text(report1))
	path := filepath.Join(folder, "r")
	b.want(2, "works fetch "+path+" --context none")
	b.want(2, "works fetch "+path+" --like Excavator", "err:Excavator")
	delete(b.env, "UNICTL_PLANT_TOKEN")
	b.want(4, "works fetch "+path)
	holds(t, folder, nil)
}
