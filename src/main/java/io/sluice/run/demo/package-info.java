/** {@code demo}: the samples in a fresh lake. */
package io.sluice.run.demo;
