"""The models that transcribing needs: fetching, listing and checking them."""
