package bulk_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"unictl/internal/bulk"
)

func TestGateHoldsAllWorkers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var gate bulk.Gate
		began := time.Now()
		if err := gate.Wait(t.Context()); err != nil || !gate.Until().IsZero() {
			t.Fatalf("an open gate: %v, until %s", err, gate.Until())
		}
		gate.Pause(began.Add(10 * time.Second))
		gate.Pause(began.Add(5 * time.Second)) // shorter: of no effect
		if until := gate.Until(); !until.Equal(began.Add(10 * time.Second)) {
			t.Errorf("after a shorter pause: until %s", until)
		}
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				if err := gate.Wait(t.Context()); err != nil || time.Since(began) != time.Minute {
					t.Errorf("%v after %s, want a minute", err, time.Since(began))
				}
			})
		}
		time.Sleep(time.Second)
		gate.Pause(began.Add(time.Minute))
		if until := gate.Until(); !until.Equal(began.Add(time.Minute)) {
			t.Errorf("until %s", until)
		}
		group.Wait()
		if !gate.Until().IsZero() {
			t.Error("the gate did not open")
		}
	})
}

func TestGateEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var gate bulk.Gate
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		gate.Pause(time.Now().Add(time.Hour))
		if err := gate.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error = %v", err)
		}
		var another bulk.Gate
		if err := another.Wait(ctx); err == nil {
			t.Error("an open gate lets through what was cancelled")
		}
	})
}
