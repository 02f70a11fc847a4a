package ixon

import (
	"strings"
	"testing"
)

// TestAuditLogsAsPublished: what an entry is about are ids, target is a text, and
// after may be a list (§6.8).
func TestAuditLogsAsPublished(t *testing.T) {
	_, client := serve(t, success(`[
		{"publicId":"ENTRY0000000000000000001","action":"CREATE","time":"2026-11-30T14:05:51Z","target":"AgentConnectedUser",
		 "topic":{"company":"1111-2222-3333-4444-5555","user":"user00000001","agent":"agent0000001","asset":null},
		 "request":{"ipAddress":"192.0.2.1","fromName":null,"geoLocation":null},"application":{"name":"Portal"},
		 "actor":{"type":"client","resource":{"publicId":"user00000001","name":"Ada","type":"User"}},
		 "before":null,"after":[{"user":{"publicId":"user00000001"}}]},
		{"publicId":"ENTRY0000000000000000002","action":"TRIGGER","time":"2026-11-30T14:05:52Z","target":"Agent",
		 "topic":{"company":"1111-2222-3333-4444-5555"},"request":{"ipAddress":""},"actor":{"type":"support","resource":{"publicId":"42","name":"S","type":"x"}},
		 "after":"text"}]`))
	var got []string
	for item, err := range client.AuditLogs(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		e := item.Value
		got = append(got, strings.Join([]string{e.Target, e.Topic.Company, e.Topic.User, e.Topic.Agent, e.Topic.Asset, string(e.After), e.Actor.Resource.Name}, "|"))
	}
	want := "AgentConnectedUser|1111-2222-3333-4444-5555|user00000001|agent0000001||[{\"user\":{\"publicId\":\"user00000001\"}}]|Ada\n" +
		"Agent|1111-2222-3333-4444-5555||||\"text\"|S"
	if strings.Join(got, "\n") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "\n"), want)
	}
}
