/** {@code check}: problems of job files, environment files and the lake. */
package io.sluice.run.check;
