/** Work that is done several at a time: threads, their interrupts and their failures. */
package io.sluice.threads;
