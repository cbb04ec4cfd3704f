"""Start the demo on the loopback address: python app.py."""

from classifier.demo import launch

if __name__ == "__main__":
    launch()
