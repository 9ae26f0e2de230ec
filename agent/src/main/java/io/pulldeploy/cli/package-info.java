/** One thin picocli class per command; outputters; exit codes. */
package io.pulldeploy.cli;
