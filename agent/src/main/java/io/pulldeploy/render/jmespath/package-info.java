/**
 * JMESPath, which the json_query filter speaks, with the answers and errors of Python's jmespath.
 */
package io.pulldeploy.render.jmespath;
