//go:build soak

package test

// soakRounds is how often a run is killed.
const soakRounds = 100
