//go:build unix

package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A device stays a device.
func TestDownloadToADevice(t *testing.T) {
	t.Parallel()
	b, _ := fetchBench(t, text(report1))
	b.want(0, "works fetch /dev/null", "err!e", "out!sha")
	if info, err := os.Stat("/dev/null"); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		t.Fatalf("/dev/null is %v, %v", info, err)
	}
	if _, err := os.Lstat("/dev/null.part"); err == nil {
		t.Error("a part was made beside the device")
	}
}

// A pipe is written to, as it is by process substitution.
func TestDownloadToAPipe(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, text(report1))
	pipe := filepath.Join(folder, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	got := make(chan string, 1)
	go func() {
		file, err := os.Open(pipe)
		if err != nil {
			got <- err.Error()
			return
		}
		defer file.Close()
		text, _ := io.ReadAll(file)
		got <- string(text)
	}()
	b.want(0, "works fetch --overwrite "+pipe, "err!e", "out!sha")
	if text := <-got; text != report1 {
		t.Errorf("the reader got %q", text)
	}
	if info, err := os.Lstat(pipe); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe is %v, %v", info, err)
	}
}

// Nobody reads the pipe: Ctrl-C ends the waiting.
func TestCtrlCWhileAPipeHasNoReader(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, text(report1))
	pipe := filepath.Join(folder, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	b.ctx = ctx
	time.AfterFunc(50*time.Millisecond, cancel)
	b.want(130, "works fetch "+pipe, "err:interrupted")
	if reader, err := os.OpenFile(pipe, os.O_RDONLY|syscall.O_NONBLOCK, 0); err == nil { // lets the one who waits go
		defer reader.Close()
	}
	if calls := b.service.calls(); len(calls) > 0 {
		t.Errorf("calls were made: %q", calls)
	}
}

// A link is replaced by nothing, and what it points to only when that is
// allowed; a part that is a link is not followed.
func TestDownloadThroughLinks(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, text(report1))
	elsewhere := t.TempDir()
	target := writeText(t, elsewhere, "target", "of old")
	link, dangling := filepath.Join(folder, "link"), filepath.Join(folder, "dangling")
	for from, to := range map[string]string{link: target, dangling: filepath.Join(folder, "none"), filepath.Join(folder, "x.part"): target} {
		if err := os.Symlink(to, from); err != nil {
			t.Fatal(err)
		}
	}
	b.want(2, "works fetch "+link, "err:is there already")
	b.want(2, "works fetch "+dangling, "err:is there already")
	b.want(2, "works fetch "+filepath.Join(folder, "x"), "err:x.part: file exists")
	holds(t, elsewhere, map[string]string{"target": "of old"})
	b.want(0, "works fetch --overwrite "+link, "out:"+link)
	holds(t, elsewhere, map[string]string{"target": report1})
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info, err)
	}
}

// Two downloads to one path: the one whose part was taken over fails, and does
// not bring half of the other's into place.
func TestTwoDownloadsToOnePath(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, nil)
	path := filepath.Join(folder, "r")
	b.service.on("GET /report", whileItRuns(func() {
		if err := os.Remove(path + ".part"); err != nil {
			t.Error(err)
		}
		writeText(t, folder, "r.part", "half of the oth")
	}))
	for _, flag := range []string{"", " --overwrite"} {
		b.want(1, "works fetch "+path+flag, "err:r.part cannot be written: another download to the same file has taken its place")
		holds(t, folder, map[string]string{"r.part": "half of the oth"})
	}
}

func TestAFolderThatVanishes(t *testing.T) {
	t.Parallel()
	b, folder := fetchBench(t, nil)
	b.service.on("GET /report", whileItRuns(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	}))
	b.want(1, "works fetch "+filepath.Join(folder, "r"), "err:r.part cannot be written: no such file or directory", "out!sha")
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
