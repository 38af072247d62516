/** Expectations and the guard: what holds a run back before it commits. */
package io.sluice.check;
