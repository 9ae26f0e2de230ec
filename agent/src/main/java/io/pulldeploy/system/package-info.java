/** The only code that runs processes, reads the clock or touches the file system. */
package io.pulldeploy.system;
