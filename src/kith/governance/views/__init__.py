"""The pages of agreements, and of what each organisation says of itself."""
