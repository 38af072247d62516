/** {@code demo}: what it gives back. What it does lies in the clone, in {@code src/demo}. */
package io.sluice.run.demo;
