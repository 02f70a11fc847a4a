package ratelimit

import (
	"testing"
	"time"
)

// However late reserved turns are used, they and the burst that is there by
// then are no more than the burst allowed.
func TestAPaceKeepsToItsBurst(t *testing.T) {
	for _, perSecond := range []float64{1e-9, 0.1, 1, 6, 10, 39, 40, 50, 1000, 1e6, 1e9} {
		for _, burst := range []int{-1, 0, 1, 2, 3, 4, 10, 30, 50, 1000, 1e6} {
			p := paceOf(perSecond, burst)
			atOnce := float64(p.slack)/p.step + 1
			late := float64(p.spare) / p.step
			if most := float64(max(burst, 1)); atOnce+late > most+0.001 || perSecond >= 0.1 && atOnce < most/2-0.001 {
				t.Errorf("%g a second, burst %d: %f at once and %f late", perSecond, burst, atOnce, late)
			}
			if p.batch < 1 || p.batch > 1 && float64(p.batch)*p.step > float64(batchTime)+1 {
				t.Errorf("%g a second, burst %d: %d reserved at once", perSecond, burst, p.batch)
			}
			if p.queue < int64(longestQueue) || p.slack < 0 || time.Now().UnixNano()+p.slack+p.queue < 0 {
				t.Errorf("%g a second, burst %d: %+v", perSecond, burst, p)
			}
		}
	}
}
