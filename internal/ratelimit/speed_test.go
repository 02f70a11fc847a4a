package ratelimit

import "testing"

// BenchmarkTake takes turns that are there for the asking: what the limit costs
// a busy process.
func BenchmarkTake(b *testing.B) {
	for _, c := range []struct {
		name string
		o    Options
	}{
		{"shared", Options{PerSecond: 1e9, Burst: 1e9}},
		{"unlimited", Options{}},
	} {
		b.Run(c.name, func(b *testing.B) {
			turns := open(b.TempDir(), c.o)
			for b.Loop() {
				if err := turns.Take(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("16 goroutines", func(b *testing.B) {
		turns := open(b.TempDir(), Options{PerSecond: 1e9, Burst: 1e9})
		b.SetParallelism(16)
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				if err := turns.Take(b.Context()); err != nil {
					b.Error(err)
				}
			}
		})
	})
	b.Run("a lock each", func(b *testing.B) {
		turns := open(b.TempDir(), Options{PerSecond: 1e9, Burst: 1})
		for b.Loop() {
			if err := turns.Take(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
