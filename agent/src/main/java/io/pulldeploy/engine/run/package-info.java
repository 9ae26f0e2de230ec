/** From low chunks to results. */
package io.pulldeploy.engine.run;
