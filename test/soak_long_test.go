//go:build soak

package test

// soakKills is how often a process of each scenario is killed.
const soakKills = 9

// soakAll says that all scenarios take part.
const soakAll = true
