/** {@code check}: what is wrong with job and environment files and with the lake. */
package io.sluice.run.check;
