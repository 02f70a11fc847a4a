package bulk_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"unictl/internal/cli/bulk"
)

// The parts of these keys, computed outside Go, are fixed: machines with
// different versions must agree.
func TestShardVectors(t *testing.T) {
	for key, want := range map[string][3]int{ // of 2, 3 and 8
		"":                {1, 2, 5},
		"ada@example.com": {1, 1, 1},
		"bob@example.com": {1, 2, 5},
		"eve@example.com": {1, 3, 7},
		"zoë@example.com": {1, 1, 5},
		"a5f3e9d0-0001":   {1, 3, 5},
	} {
		for i, count := range []int{2, 3, 8} {
			for index := 1; index <= count; index++ {
				if got := (bulk.Shard{Index: index, Count: count}).Holds(key); got != (index == want[i]) {
					t.Errorf("%d/%d holds %q: %t", index, count, key, got)
				}
			}
		}
	}
}

func TestShardsAreOfOneSize(t *testing.T) {
	const rows, count = 80_000, 8
	sizes := make([]int, count)
	for row := range rows {
		key := "user" + strconv.Itoa(row) + "@example.com"
		for index := range sizes {
			if (bulk.Shard{Index: index + 1, Count: count}).Holds(key) {
				sizes[index]++
			}
		}
	}
	sum := 0
	for _, size := range sizes {
		sum += size
		if size < rows/count*95/100 || size > rows/count*105/100 {
			t.Errorf("sizes %v", sizes)
		}
	}
	if sum != rows {
		t.Errorf("%d of %d rows are in a shard", sum, rows)
	}
}

func TestParseShard(t *testing.T) {
	for text, want := range map[string]bulk.Shard{"": {}, "1/1": {1, 1}, "2/8": {2, 8}, "8/8": {8, 8}} {
		got, err := bulk.ParseShard(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("%q: %+v %q, %v", text, got, got, err)
		}
	}
	for _, text := range []string{"0/8", "9/8", "1/0", "1", "/", "1/", "/8", "-1/8", "1/8/2", "a/b", "1/99999999999", " 1/2"} {
		_, err := bulk.ParseShard(text)
		if _, ok := errors.AsType[*bulk.ShardError](err); !ok || !strings.Contains(err.Error(), strconv.Quote(text)) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestShardFromEnv(t *testing.T) {
	env := func(value string, set bool) func(string) (string, bool) {
		return func(name string) (string, bool) { return value, set && name == "JOB_COMPLETION_INDEX" }
	}
	if got, err := bulk.ShardFromEnv(env("0", true), 8); err != nil || got.String() != "1/8" {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := bulk.ShardFromEnv(env("7", true), 8); err != nil || got.String() != "8/8" {
		t.Errorf("%v, %v", got, err)
	}
	for _, c := range []struct {
		value string
		set   bool
		count int
	}{{"8", true, 8}, {"", true, 8}, {"x", true, 8}, {"-1", true, 8}, {"0", true, 0}, {"0", true, -1}, {"0", false, 8}} {
		got, err := bulk.ShardFromEnv(env(c.value, c.set), c.count)
		if _, ok := errors.AsType[*bulk.ShardError](err); !ok || !strings.Contains(err.Error(), "JOB_COMPLETION_INDEX") {
			t.Errorf("%+v: %v, %v", c, got, err)
		}
	}
}

func TestShardOfAll(t *testing.T) {
	var all bulk.Shard
	if !all.Holds("x") || all.Divide(40) != 40 {
		t.Error("the zero shard must hold all and take the whole rate")
	}
	if got := (bulk.Shard{Index: 2, Count: 8}).Divide(40); got != 5 {
		t.Errorf("an eighth of 40 is %v", got)
	}
	if got := (bulk.Shard{Index: 2, Count: 8}).Divide(0); got != 0 {
		t.Errorf("no limit became %v", got)
	}
}
