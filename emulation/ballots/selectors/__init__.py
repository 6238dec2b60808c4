from emulation.ballots.selectors.positions import newest_positions, position_of, positions_taken
from emulation.ballots.selectors.telling import percent, sentence, sentences

__all__ = ["newest_positions", "percent", "position_of", "positions_taken", "sentence", "sentences"]
