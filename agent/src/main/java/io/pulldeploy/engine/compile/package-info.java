/** From top files and SLS files to high data, with every mistake of the author found at once. */
package io.pulldeploy.engine.compile;
