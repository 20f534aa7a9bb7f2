package miroir.core.placement;

import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;

/** The Meilisearch index on one node that holds that node's copies of one rank of one of Miroir's indexes. */
public record Volume(NodeId node, IndexId index, int rank) {}
