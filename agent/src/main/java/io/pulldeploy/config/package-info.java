/** The minion's configuration: Salt's keys and our own section. */
package io.pulldeploy.config;
