/** The pipeline and its journal. */
package io.pulldeploy.deploy;
