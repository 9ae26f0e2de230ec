/** The small AWS that simulate starts in its own process. */
package io.pulldeploy.simulation;
