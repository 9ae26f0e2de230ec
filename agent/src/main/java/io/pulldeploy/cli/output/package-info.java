/** How results are printed: Salt's outputters. */
package io.pulldeploy.cli.output;
