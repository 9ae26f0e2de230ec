/** The only code that imports the AWS SDK; its interfaces speak the domain's types. */
package io.pulldeploy.aws;
