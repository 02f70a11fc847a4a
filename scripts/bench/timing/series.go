package main

import (
	"slices"
	"time"
)

// series is what one command took, turn by turn.
type series struct {
	took []time.Duration
	cpu  []time.Duration // of all its threads
	peak int64           // bytes, the highest of all runs
}

// measure runs the commands in turns, every second one backwards so that none
// always follows the same other.
func measure(commands [][]string, warmup, runs int) ([]*series, error) {
	all := make([]*series, len(commands))
	for i := range all {
		all[i] = &series{took: make([]time.Duration, 0, runs)}
	}
	for turn := -warmup; turn < runs; turn++ {
		for step := range commands {
			i := step
			if turn&1 != 0 {
				i = len(commands) - 1 - step
			}
			took, cpu, peak, err := execute(commands[i])
			if err != nil {
				return nil, err
			}
			if turn >= 0 {
				all[i].took = append(all[i].took, took)
				all[i].cpu = append(all[i].cpu, cpu)
				all[i].peak = max(all[i].peak, peak)
			}
		}
	}
	return all, nil
}

// milliseconds is the median of some of a series' times.
func milliseconds(times []time.Duration) float64 {
	values := make([]float64, len(times))
	for i, took := range times {
		values[i] = float64(took) / float64(time.Millisecond)
	}
	return median(values)
}

// ratio is the median of the turns' ratios to the yardstick.
func ratio(times, yardstick []time.Duration) float64 {
	ratios := make([]float64, len(times))
	for i, took := range times {
		ratios[i] = float64(took) / float64(max(yardstick[i], 1))
	}
	return median(ratios)
}

func (s *series) mebibytes() float64 { return float64(s.peak) / (1 << 20) }

// median sorts the values.
func median(values []float64) float64 {
	slices.Sort(values)
	middle := len(values) / 2
	if len(values)%2 == 1 {
		return values[middle]
	}
	return (values[middle-1] + values[middle]) / 2
}
