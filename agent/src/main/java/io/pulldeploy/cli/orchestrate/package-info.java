/** The command that plans, applies and takes down the AWS resources of an SLS file. */
package io.pulldeploy.cli.orchestrate;
