package iot

import "time"

// status is the public health check (contract §1).
type status struct {
	Kind    string `json:"kind"`
	Healthy bool   `json:"isHealthy"`
	Setting string `json:"currentSetting"`
	Name    string `json:"name"`
	Build   string `json:"build"`
	Date    string `json:"date"`
}

func (c *call) health() answer {
	return asJSON(200, status{Kind: "healthcheck", Healthy: true, Setting: "local", Name: "dashboard",
		Build: "0.15.0", Date: c.now.UTC().Format(time.RFC3339)})
}

// time is GET /time, in UTC and without saying so.
func (c *call) time() answer {
	return asJSON(200, map[string]string{"actualTime": c.now.UTC().Format(time.DateTime)})
}
