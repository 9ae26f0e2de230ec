/** The commands that publish, deploy and look at deploys. */
package io.pulldeploy.cli.deploy;
