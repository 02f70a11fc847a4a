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
	return c.list(ctx, "JobList", c.under("scheduler", "jobs"))
}

// CreateJob makes a job: POST /{portal}/scheduler/job/{type} (§5). Neither the
// types nor the body's shape are public.
func (c *Client) CreateJob(jobType string, body json.RawMessage) rest.Call[Answer] {
	return c.write(c.change("JobCreate", http.MethodPost, c.job(jobType), body))
}

// Job shows all of one job: GET /{portal}/scheduler/job/{id} (§5).
func (c *Client) Job(id string) rest.Call[rest.Item[Object]] {
	return c.get("JobGet", c.job(id))
}

// UpdateJob is PATCH /{portal}/scheduler/job/{id} (§5). The body's shape is not
// public; a schedule's cron expression is Quartz' with seconds.
func (c *Client) UpdateJob(id string, body json.RawMessage) rest.Call[Answer] {
	return c.write(c.change("JobUpdate", http.MethodPatch, c.job(id), body))
}

// DeleteJob is DELETE /{portal}/scheduler/job/{id} (§5). It is repeated after a
// lost answer.
func (c *Client) DeleteJob(id string) rest.Call[Answer] {
	return c.remove("JobDelete", c.job(id))
}

// RunJobActions starts, stops or otherwise moves jobs: PUT
// /{portal}/scheduler/actions (§5). The body, which says what is done to which
// jobs, is not public. It is never repeated: a job would run twice.
func (c *Client) RunJobActions(body json.RawMessage) rest.Call[Answer] {
	return c.write(c.change("JobActions", http.MethodPut, c.under("scheduler", "actions"), body))
}

func (c *Client) job(idOrType string) string { return c.under("scheduler", "job", idOrType) }
