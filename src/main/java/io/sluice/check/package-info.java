/** Expectations and the guard: checks that can hold a run before it commits. */
package io.sluice.check;
