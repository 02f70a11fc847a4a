package main

import (
	"slices"
	"time"
)

// series is what one command took, turn by turn.
type series struct {
	took []time.Duration
	peak int64 // bytes, the highest of all runs
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
			took, peak, err := execute(commands[i])
			if err != nil {
				return nil, err
			}
			if turn >= 0 {
				all[i].took = append(all[i].took, took)
				all[i].peak = max(all[i].peak, peak)
			}
		}
	}
	return all, nil
}

func (s *series) milliseconds() float64 {
	times := make([]float64, len(s.took))
	for i, took := range s.took {
		times[i] = float64(took) / float64(time.Millisecond)
	}
	return median(times)
}

// ratio is the median of the turns' ratios to the yardstick.
func (s *series) ratio(yardstick *series) float64 {
	ratios := make([]float64, len(s.took))
	for i, took := range s.took {
		ratios[i] = float64(took) / float64(yardstick.took[i])
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
