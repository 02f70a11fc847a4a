package intrexx

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"

	"unictl/internal/rest"
)

// Jobs lists the scheduler's jobs: GET /{portal}/scheduler/jobs (§5).
func (c *Client) Jobs(ctx context.Context) iter.Seq2[rest.Item[Object], error] {
	return c.list(ctx, c.at("JobList", http.MethodGet, "scheduler", "jobs"))
}

// CreateJob makes a job: POST /{portal}/scheduler/job/{type} (§5). Neither the
// types nor the body's shape are public.
func (c *Client) CreateJob(jobType string, body json.RawMessage) rest.Call[Answer] {
	return c.post("JobCreate", body, "scheduler", "job", jobType)
}

// Job shows all of one job: GET /{portal}/scheduler/job/{id} (§5).
func (c *Client) Job(id string) rest.Call[rest.Item[Object]] {
	return c.get("JobGet", "scheduler", "job", id)
}

// UpdateJob is PATCH /{portal}/scheduler/job/{id} (§5). The body's shape is not
// public; a schedule's cron expression is Quartz' with seconds.
func (c *Client) UpdateJob(id string, body json.RawMessage) rest.Call[Answer] {
	return c.patch("JobUpdate", body, "scheduler", "job", id)
}

// DeleteJob is DELETE /{portal}/scheduler/job/{id} (§5). It is repeated after a
// lost answer.
func (c *Client) DeleteJob(id string) rest.Call[Answer] {
	return c.remove("JobDelete", "scheduler", "job", id)
}

// RunJobActions starts, stops or otherwise moves jobs: PUT
// /{portal}/scheduler/actions (§5). The body, which says what is done to which
// jobs, is not public. It is never repeated: a job would run twice.
func (c *Client) RunJobActions(body json.RawMessage) rest.Call[Answer] {
	return c.write(c.at("JobActions", http.MethodPut, "scheduler", "actions"), body)
}

// Standby shows whether the scheduler rests: GET /{portal}/scheduler/standby
// (§5).
func (c *Client) Standby() rest.Call[rest.Item[Object]] {
	return c.get("StandbyGet", "scheduler", "standby")
}

// SetStandby puts the scheduler to rest or to work: PUT
// /{portal}/scheduler/standby (§5). The body's shape is not public: send what
// Standby shows, changed. It is repeated after a lost answer.
func (c *Client) SetStandby(body json.RawMessage) rest.Call[Answer] {
	return c.put("StandbySet", body, "scheduler", "standby")
}

// SchedulerConfiguration is GET /{portal}/scheduler/configuration (§5).
func (c *Client) SchedulerConfiguration() rest.Call[rest.Item[Object]] {
	return c.get("SchedulerConfigurationGet", "scheduler", "configuration")
}

// UpdateSchedulerConfiguration is PATCH /{portal}/scheduler/configuration (§5).
// The body's shape is not public.
func (c *Client) UpdateSchedulerConfiguration(body json.RawMessage) rest.Call[Answer] {
	return c.patch("SchedulerConfigurationUpdate", body, "scheduler", "configuration")
}
